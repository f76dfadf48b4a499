/**
 * GROOMING: an adult's approach to a young person, or a young person telling of one.
 *
 * Sources: O'Connell's stages (friendship, risk assessment, exclusivity, sexual); Black et al. 2015 and Lorenzo-Dus 2016
 * on groomers' language (secrecy, isolation, compliments, compliance tests); NSPCC and CEOP guidance; Thorn and NCMEC
 * on financial sextortion. Secrecy is by far the strongest sign ("don't tell anyone").
 * Strong signs hold whoever writes them; softer ones only from an adult.
 */
import { SECRECY } from './grooming/secrecy.js';
import { IMAGES } from './grooming/images.js';
import { SEXUAL } from './grooming/sexual.js';
import { ALONE } from './grooming/alone.js';
import { BOND } from './grooming/bond.js';
import { REPORTED } from './grooming/reported.js';
import { WEAK } from './grooming/weak.js';

export const GROOMING = [...SECRECY, ...IMAGES, ...SEXUAL, ...ALONE, ...BOND, ...REPORTED, ...WEAK];

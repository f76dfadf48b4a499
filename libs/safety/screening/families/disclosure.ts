/**
 * DISCLOSURE: a young person tells of abuse, neglect, running away, exploitation or forced marriage.
 *
 * Sources: NSPCC "Signs of abuse" and "What children tell us"; Working Together to Safeguard Children (definitions of
 * physical, emotional, sexual abuse, neglect); Home Office "County lines" and Forced Marriage Unit guidance;
 * FGM mandatory reporting. Abuse now, sexual abuse, and a missing child are P0.
 */
import { VIOLENCE } from './disclosure/violence.js';
import { SEXUAL_ABUSE } from './disclosure/sexual.js';
import { NEGLECT } from './disclosure/neglect.js';
import { EXPLOITATION } from './disclosure/exploitation.js';
import { HINTS } from './disclosure/hint.js';

export const DISCLOSURE = [...VIOLENCE, ...SEXUAL_ABUSE, ...NEGLECT, ...EXPLOITATION, ...HINTS];

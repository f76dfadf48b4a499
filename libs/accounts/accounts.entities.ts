import { Account } from './account.entity.js';
import { Session, RefreshToken, SignInThrottle } from './session.entity.js';

/** All tables of this library. */
export const accountsEntities = [Account, Session, RefreshToken, SignInThrottle];

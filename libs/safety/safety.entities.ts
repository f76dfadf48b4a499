import { reviewEntities } from './reviewing.js';
import { safeguardingEntities } from './safeguarding.js';
import { trailEntities } from './trail/trail.entity.js';

/** All tables of this library, room by room. */
export const safetyEntities = [...reviewEntities, ...safeguardingEntities, ...trailEntities];

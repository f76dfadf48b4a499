/** Every word set; imported before any phrase is compiled. */
import './abuse.js';
import './approach.js';
import './conduct.js';
import './credentials.js';
import './distress.js';
import './fiction.js';
import './locality.js';
import './people.js';
import './places.js';
import './violence.js';

/**
 * PROFANITY: swear words, plain or masked, matched whole so that Scunthorpe is safe by construction.
 * A nudge to edit comes first (domain rule 2.4).
 */
import '../lexicon/all.js';
import { phraseRules } from '../phrase-rules.js';

const sources = { version: 1 } as const;

export const PROFANITY = phraseRules({
  ...sources,
  ruleId: 'PROFANITY.WORD',
  family: 'PROFANITY',
  priority: 'P3',
  category: 'profanity',
  because: 'Swear words, plain or masked, in English and Spanish; a nudge to edit comes first (domain rule 2.4).',
  says: [
    '@swear',
    'dick|dicks move|head|off|face|ish',
    'is|are|was|being|youre|a|ur|such|total|what such? a? dick|dicks|tit|knob|tool|git|minger',
    'suck my|it dick|balls|cock',
    'hell|bloody is_this|bastard|idiot',
    'go_to hell',
    'shut ..1 up ..1 fuck|hell',
  ],
  unless: [
    'ass|asses|donkey|wild ..2 donkey|bible|mule',
    'cock|cocks ..2 crow|crows|rooster|hen|fight',
    'moby|dick|philip|andy|cheney|dick whittington|dick|van_dyke|tracy|turpin|grayson|k_dick|and_jane',
    'pussy cat|willow|cats|riot|foot|toes',
    'great|blue|coal|long tit|tits',
    'the|a|garden|beaver|hoover|dam damn|hoe|hoes|dam',
    'garden|rake|weeding|soil|digging hoe|hoes',
    'hoe ..3 garden|soil|rake|weeds',
    'damn ..1 good|proud',
    'bs|b_s ..2 degree|in|biology|physics|engineering|computer|chemistry|maths|nursing',
    'bugger|cono ..1 de|all',
    'door|draw|drawer|round|twist knob',
    'knob ..3 door|turn|oven|volume|dial',
    'mf ..2 doom|doom',
    'carajo|hostia ..3 misa|iglesia',
    'pos ..3 tag|tagger|system|terminal|part',
    'part|speech pos',
    'bloody sunday|mary|battle|war|scene',
    'tf ..3 idf|keras|tensorflow',
    'slow|piss poor',
    'cum laude',
    'magna|summa cum',
  ],
});

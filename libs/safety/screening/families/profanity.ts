/**
 * PROFANITY: swear words, plain or masked, matched whole so that Scunthorpe is safe by construction.
 * A nudge to edit comes first (domain rule 2.4).
 */
import '../lexicon/all.js';
import { type PhraseRuleText, phraseRules } from '../phrase-rules.js';

const sources = { version: 2, family: 'PROFANITY', priority: 'P3', category: 'profanity' } as const;

const words: PhraseRuleText = {
  ...sources,
  ruleId: 'PROFANITY.WORD',
  because: 'Swear words, plain or masked, in English and Spanish; a nudge to edit comes first (domain rule 2.4).',
  says: ['@swear', 'hell|bloody is_this|bastard|idiot', 'go_to hell'],
  hints: ['dick|dicks move|head|off|face|ish', 'suck my|it dick|balls|cock', 'shut ..1 up ..1 fuck|hell'],
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
};

export const PROFANITY = phraseRules(words, {
  ...sources,
  ruleId: 'PROFANITY.COARSE',
  because: 'Coarse words that ordinary talk is full of: a nudge, and a human reads it; nothing is withheld for them.',
  visible: true,
  says: ['@coarse'],
  unless: words.unless ?? [],
});

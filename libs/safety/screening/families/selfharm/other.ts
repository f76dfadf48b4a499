/** SELFHARM: Worry about somebody else. */
import '../../lexicon/all.js';
import { phraseRules } from '../../phrase-rules.js';

const sources = { family: 'SELFHARM', version: 2 } as const;

export const OTHERS = phraseRules({
  ...sources,
  ruleId: 'SELFHARM.OTHER',
  priority: 'P1',
  category: 'worry-about-another',
  topic: 'SUICIDE',
  because: 'Worry about a friend or relative needs an answer as much as worry about oneself (Samaritans, Childline).',
  says: [
    'my|a|our|best|one_of_my @friend|@family ..9 @endthem',
    'she|he|they|@friend ..1 @want|wants_to|said|says|told_me|keeps_saying|keeps_talking_about|posted|texted|threatening_to|threatened_to|talking_about|is_going_to ..5 @endthem',
    '@friend ..6 overdosed|took_pills|tried_to_die|tried_to_kill|attempted|self_harms|self_harming|is_suicidal|feels_suicidal|hates_herself|stopped_eating|not_eating|doesnt_eat|never_eats|throws_up|starves|isnt_eating',
    'mi amiga|amigo|hermana|hermano ..6 morir|matarse|suicidarse|cortarse|se_corta|quitarse_la_vida',
    'worried|scared|afraid ..4 @friend|she|he|they|him|her ..4 die|hurt|suicide|kill|do_something|herself|himself|cutting|themselves',
  ],
  hints: [
    '@friend|she|he|they ..6 talking|posting|joking|talks|posts ..1 about killing|suicide|dying|ending|death|cutting|hurting',
    'promise|promised|swear|swore ..5 @not ..2 tell|say ..12 @endthem|die|pills|cutting|hurting',
  ],
  unless: [
    '@fiction ~12 @endthem',
    '@endthem ~8 @fiction',
    '@friend ..3 cutting class|hair|onions|vegetables|paper|grass|it',
  ],
});

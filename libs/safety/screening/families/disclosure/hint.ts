/** DISCLOSURE: Testing the water before telling. */
import '../../lexicon/all.js';
import { phraseRules } from '../../phrase-rules.js';

const sources = { family: 'DISCLOSURE', version: 2 } as const;

export const HINTS = phraseRules({
  ...sources,
  ruleId: 'DISCLOSURE.HINT',
  priority: 'P1',
  category: 'asks-for-help',
  topic: 'ABUSE',
  because:
    'Children test the water before they tell (NSPCC "No one noticed, no one heard"): somebody, a secret, not safe.',
  says: [
    'secret ..4 about|with ..2 my ..1 uncle|dad|stepdad|brother|cousin|coach|grandad|teacher|family|mum|stepmum|home',
    'cant|scared_to|afraid_to|not_allowed_to|never ..2 tell|talk_about|say ..4 anyone|what|about|anybody ..3 he|she|happens|does|home|did|they|my_dad|happened|me',
    'if_i ..2 tell|told|say|speak|talk|report ..5 take|taken|hurt|kill|break|hit|believe|split|jail|worse|away|prison|hell|they|foster|care',
    'told ..2 my? ..1 mum|mom|teacher|nan|dad|aunt|someone|parents|her ..4 didnt_believe|doesnt_believe|not_believe|called_me_a_liar|said_i_was_lying|ignored|didnt_care|did_nothing|wouldnt_listen|liar',
    'dont|do_not|didnt|never|not ..2 want|like|wanna ..3 go|going|stay|staying|be_alone ..3 to|at|with ..1 my? ..2 dads|grandads|uncles|uncle|cousins|stepdad|stepdads|babysitter|grandpas|coach|him ..9 because|what|does|scared|touch|anymore|he|alone|night',
    'someone|something|he|she|uncle|dad|stepdad|adult ..5 @touches|hurt|hurting|hurts|did|happened ..6 dont|idk|not|cant|scared ..3 who_to|tell|how_to|say|anyone',
    'if_i_tell|if_i_told|if_i_say|if_anyone_finds|if_i_speak|if_i_report ..6 kill|hurt|hit|beat|angry|worse|care|taken|social|trouble|mum|mom|dad|split|away|police',
    'he|she|they|said|says|told|threatens|threatened|warned ..5 kill|hurt|get|beat|send ..3 me|my|us ..4 if_i|tell|say|told',
    'something|bad|things ..2 happened|happening|happens ..3 at_home|to_me|last_night|with_my|when_im_at|at_my_dads|with_him|when_hes',
    'social|child services|worker|protection|services ..6 take|taken|scared|lie|tell|away|coming',
    'scared|afraid|frightened|terrified of|what ..2 @family|mentor|hell|he|him|stepdad|he_will',
    'need|needs|want help|to_tell ..4 at_home|home|abuse|dad|abused|hurting|someone|stepdad|nobody_believes',
    'nobody|no_one|noone ..2 believes|believed|would_believe|will_believe me',
  ],
  hints: [
    'bad|horrible|weird|scary|wrong|terrible ..1 happens|happened|things|stuff|happen|goes_on ..4 at|when|dads|home|him|house|uncle|night|with|there|stay|to_me',
    'dont|idk|not|no_idea|do_not ..1 know|sure|who ..2 who|how ..1 to|i_can|can_i ..1 tell|talk ..6 @family|home|he|touch|hurt|happened|happening|scared|secret|someone|did',
  ],
  unless: [
    'happened|happening at|with ..2 school|science|practice|game',
    'scared|afraid ..1 of ..2 spiders|heights|dark|exam|test|losing|failing|letting',
    'let|letting|disappoint ..1 @family down?',
  ],
});

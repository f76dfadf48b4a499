/** GROOMING: Signs that mean something only together. */
import '../../lexicon/all.js';
import { phraseRules } from '../../phrase-rules.js';

const sources = { family: 'GROOMING', version: 1, priority: 'P1' } as const;

export const WEAK = phraseRules({
  ...sources,
  ruleId: 'GROOMING.WEAK',
  category: 'weak-signal',
  weak: true,
  priority: 'P3',
  topic: 'ONLINE_SAFETY',
  because: 'One of these alone is ordinary; three in 14 days to the same young person are a pattern (domain rule).',
  from: 'ADULT',
  says: [
    'trust me|in_me',
    'you_can|u_can|you_could ..1 trust|tell|talk_to|confide ..2 me ..3 $|anything|with|about|any_time|everything|more|secrets',
    'you|u|youre|ur|she|the ..2 only ..2 one|person|1 ..5 i|me|who|that',
    'special|different|unique ..3 to_me|from_the_other|from_other|than_the_others|girl|boy|friend|from_others|not_like_the|person',
    'do your|ur ..1 parents|mum|mom|dad ..2 read|check|see|know|look',
    'i_feel|feel ..2 close|closer|connected|comfortable ..2 to|with ..1 you|u',
    'favourite|favorite|fave ..2 mentee|student|person|one|pupil|of_all',
    'miss|missed|thinking_about|thinking_of|dreamt_of|thought_of ..1 you|u|ya',
    'we_are|were|we|us ..3 so_alike|the_same|so_similar|best_friends|really_close|close_friends|more_than_friends|friends_not',
    'not_like|different_from|unlike ..2 other|others|your_friends|most ..1 girls|boys|kids|people|students|mentees|teens',
    'love|luv|like|adore ..1 talking|chatting|speaking|spending_time ..1 to|with ..1 you|u',
    'wish ..3 closer|were_older|was_younger|could_see_you|could_meet|you_were_here|i_was_your|lived_near|we_could',
    'stay|stayed|up ..1 late|up ..3 talk|talking|chat|with|you|message',
    'call|think ..2 me|of_me ..2 friend|big_brother|big_sister|second_dad|second_mum|dad|uncle|like_a',
    'be|are|were|become more_than ..1 mentor|friends|mentee|just',
    'hug|hugs|cuddle|xoxo|kisses|mwah ..2 you|$|for_you|u|from_me',
    'how ..1 do you_feel|u_feel about me|us',
    'what ..4 your|ur parents|mum|mom|dad|family ..1 like|do|strict|say ..3 $|to_you|work|about_me',
    'tell me|us ..3 secret|secrets|something_you|anything|something_nobody|everything_about',
    'personal|private question',
    'dont|no_need_to ..1 worry ..2 about ..2 rules|the_program|the_rules|coordinator',
    'rules|program|programme ..3 silly|stupid|dumb|too_strict|dont_apply|bend|ridiculous|annoying|over_the_top',
  ],
  unless: [
    'trust me|in_me ..5 exam|it_gets|works|this_formula|practice|the_maths|will_work|easier',
    'favourite|favorite ..2 subject|book|one ..3 of|chapter|line',
    'only one|person ..5 finished|submitted|in_the_team|posted|question|answered|replied',
    'miss|missed you ..3 at|on|in|last|this|session|call|week|meeting|group',
  ],
});

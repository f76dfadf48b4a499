/**
 * PII-HANDLE: account names on other services, given outright or so that they can be worked out.
 *
 * Reason: a handle moves the contact out of staff's sight and is personal information under COPPA 312.2 (a user name
 * that functions as online contact information). A platform as a topic ("my essay is about instagram") is free.
 */
import '../lexicon/all.js';
import { phraseRules } from '../phrase-rules.js';

const sources = { family: 'PII-HANDLE', version: 2, priority: 'P2' } as const;
const given = '#handle|#tagged|#odd|#oddsep';

export const PII_HANDLE = phraseRules(
  {
    ...sources,
    ruleId: 'PII-HANDLE.GIVEN',
    category: 'social-handle',
    because: 'A platform beside a user name, in either order (COPPA 312.2 online contact information).',
    says: [
      'im|its|i_am #tagged|#handle everywhere|on_everything|on_there|on_all|on_every_app|on_socials|across',
      '@bigplatform|ig|sc|dc|snap|fb|tt|tele|yt|tg|twitch @account? is|its|are|es|at|be|=? #handle|#tagged',
      'on|en @platform im|i_am|its|as|soy|under|called|at ..1 ' + given,
      '@platform as|under|me_at|me|at ..1 ' + given,
      'my|mi|her|his|our|me|mine|the @bigplatform|@shortplatform @account? @account? is|its|es|handle|will_be|be|at? called|just|actually|also? ' +
        given,
      'add|follow|find|hmu|sub|friend|search|agregame|sigueme|message|dm|tag|invite|lookup|look_up|@account me|us|my|for|up|on|to|at|a|in? me|us|my|on|up? @platform|@gamer ..2 ' +
        given,
      '@bigplatform|ig|sc|dc|snap|fb|tt|tele|yt|tg|discord @account? #oddsep',
      '@bigplatform|ig|sc|dc|snap|tele|yt|tt @account|user|username|id|name|handle|tag|usuario is|es|called|its? ' +
        given,
      'im|i_am|its|is|as|me|add|follow|find|search|user|username|called|soy|busca|named|sub_to|subscribe_to|lookup|look_up|under|@account|hmu ..1 ' +
        given +
        ' ..2 on|in|en|for|at @platform|@gamer',
      '👻|📸|📲|🐦 ..1 #handle|#tagged|#odd|#sep',
      '@gamer is|its|es|:? ..1 #handle|#tagged|#odd|#oddsep|#num|#cap',
      'my|mi @gamer ..1 is|its|es ..2 #handle|#odd|#num|#cap|#tagged',
      'friend_code|friendcode|switch_code|sw|steam_friend_code|trainer_code ..2 #num',
      'username|user_name|screen_name|screenname|gamertag|handle|usuario|usrname is|its|es|on ..3 ' + given,
      'my|mi username|user|handle|tag|nick|nickname|name|channel|page|account|acc|usuario on|in|for|there|en ..3 @platform|@gamer|there|it|here ..2 is|its|es ..2 #handle|#odd|#tagged|#cap|same',
      'same|exact|identical name|username|user|handle|tag|as_here|as_my ..8 on|insta|snap|ig|@bigplatform|discord',
      '@bigplatform|insta|ig|snap|sc ..6 same as|name|username|user',
      'my channel|account|page ..2 is|called|its ..3 ' + given,
      '@bigplatform|yt channel|account|acc|page ..2 called|named|is|its ..2 ' + given,
      'mine is|its|es ..1 ' + given,
      '#handle|#odd ..1 is|thats|its ..1 my|me ..2 @platform|@account|@gamer',
      'insta|instagram|ig|snap|snapchat|sc|tiktok|discord|dc|yt|twitch|psn|fb|finsta @account? is|=|:|es|handle ..1 !@ordinary #handle|#tagged|#odd|#oddsep',
    ],
    hints: [
      'add|follow|find|friend|sub|hmu #handle',
      'reddit|u #handle|#odd',
      'my|mi|her|his|our|me @bigplatform|@shortplatform|@gamer ..3 #handle|#tagged|#odd',
      '#handle|#tagged|#odd on|en my? @bigplatform|ig|sc|dc|snap|yt|tt|fb',
    ],
    unless: [
      'essay|article|project|business|founded|company|study|research|presentation|history|ceo|news|speech|documentary|developer|designer|ads|advertising|algorithm|debate|report ~9 @platform',
      '@platform ~9 essay|founded|company|ceo|case_study|invented|bought|business_model|algorithm|developers|report|documentary|shareholders|misinformation|advertising|acquired|api|webhook|bots|engineer|engineers|founder',
      'signal|switch|line|steam|x|snap|teams|cord|spam|cod|gram processing|statement|engine|case|graph|equation|between|axis|chart|decision|judgement|judgment|boiler|power|turbine|variable|coordinate|fish|war|filter|noise|function',
      '@platform|@gamer ..1 is|was|are ..1 banned|down|blocked|addictive|annoying|overrated|popular|toxic',
      '@minecraftword ..5 minecraft|roblox|steam',
      'minecraft|roblox|steam|xbox|playstation|switch|youtube|zoom ..4 @minecraftword',
    ],
  },
  {
    ...sources,
    ruleId: 'PII-HANDLE.POINTER',
    category: 'social-handle',
    because: 'Tells where the handle can be found ("in my bio", "same name as here") instead of giving it.',
    says: [
      'my|mi|me number|num|digits|cell|phone|email|contact|@platform|socials|handles|handle|social|social_media|links|link ..2 is|are|in|on ..3 bio|profile|status|about_me|description|name|pfp|display_name',
    ],
    hints: [
      'link|links|socials|insta|snap|ig|sc ..1 in|on ..1 my bio|profile|status|about',
      'check|look|see|read ..2 my|me bio|profile ..5 insta|snap|ig|discord|socials|handle|contact|number|tiktok|name|username|add',
    ],
  },
  {
    ...sources,
    ruleId: 'PII-HANDLE.ASKED',
    category: 'social-handle',
    because: 'Asking for a handle asks for personal information of somebody else.',
    says: [
      'add|whats|gimme|drop|send|swap|exchange|share|trade ..1 your|ur|yr|our|u @gamer|socials|snaps|handles|snap|insta|sc|ig|discords|discord|usernames|gamertags',
    ],
    hints: [
      'whats|what_is|wats|wuts|wat_is|what|drop|gimme|give_me|send_me|tell_me|share|can_i_have|can_i_get|could_i_get|cual_es|dame|pasame|got|got_a|send|swap|exchange|lemme_get|let_me_get|need ..2 your|ur|yr|tu|ya|yo|each_others|the|you|u @bigplatform|@gamer|socials|ig|sc|snap|handle|discord|username|gamertag|dc|user|fb|tt|social_media|tele|whatsapp|snaps',
    ],
    unless: [
      'username|handle|user ..6 program|library|scratch|portal|login_page|assignment|app_in_class|test_account|form',
    ],
  },
);

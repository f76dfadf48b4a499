/**
 * PII-IDENTITY: full name, date of birth, credentials, government numbers.
 *
 * Sources: COPPA 312.2 (first and last name; government-issued identifier, added 2025); Childline bans surnames and
 * treats an age with "today" as a birth date. Age alone, and who one is ("im gay", "im autistic"), are free.
 */
import '../lexicon/all.js';
import { phraseRules } from '../phrase-rules.js';

const sources = { family: 'PII-IDENTITY', version: 3, priority: 'P2' } as const;

export const PII_IDENTITY = phraseRules(
  {
    ...sources,
    ruleId: 'PII-IDENTITY.BIRTH',
    category: 'birth-date',
    because: 'A birth date, or an age with the day it began (Childline).',
    says: [
      'im|i_am|turned|turn|turning|i_turn|i_turned|tengo|cumplo|became|officially|finally|just_turned ..2 @age ..2 today|tomorrow|yesterday|tmrw|hoy|manana|as_of_today|next_week|this_week|now_officially|on',
      'today|tomorrow|yesterday|hoy|tmrw|saturday|sunday|friday|monday|tuesday|wednesday|thursday ..3 i|im|is|my|its|turn|cumplo|turned ..4 @age ..2 birthday|bday|$|today|years|anos|yo|b_day',
      'my|mi @age birthday|bday|cumpleanos|b_day ..3 today|tomorrow|on|is|was|yesterday|saturday|sunday|hoy|this|next|@month',
      'its|is|today|tomorrow|today_is|todays ..2 my ..2 birthday|bday|cumpleanos|b_day ..5 @age|im|turning|turn|years',
      'my|mi birthday|bday|b_day|birth_date|birthdate|dob|date_of_birth|cumpleanos|birthdays ..2 is|es|was|falls|on|the|s ..3 #num|#ord|@month|#dated|#sep|el|today|tomorrow',
      'birthday|bday|b_day|cumpleanos ..2 on|is|the|es|el ..2 @month|#ord|#num ..2 @month|$|#num|#ord|of|de|and|20',
      'dob|d_o_b|date_of_birth|fecha_de_nacimiento|birthdate ..2 #num|#ord|@month|#sep',
      'born|nacido|nacida|naci|was_born|bday ..2 on|the|in|el|en|in_the? ..3 @month|#ord|#num ..2 #year|@month|#num|of|de ..3 #year|#num|$|@month',
      'i_was_born|im_born|naci|born ..3 #ord|#num ..2 @month ..2 #year',
      'i_was_born|im_born|naci ..2 on|el ..2 #ord|#num|@month|the',
      'when|whens|cuando|what ..2 your|ur|tu|is_your birthday|bday|cumpleanos|birth_date|birthdate|date_of_birth|dob ..3 $|what|and|i|so|?|year',
    ],
    hints: ['@month|#ord ..1 #num|@month ..1 #year ..2 is_my|my ..1 birthday|bday|dob|birth'],
    unless: [
      '@fiction|einstein|shakespeare|scientist|president|author|he|she|who|king|queen|mozart|mlk|curie|lincoln ..6 born',
      'birthday ..4 party|card|present|cake|gift|song|invitation|paradox|problem',
      'grade|page|chapter|unit|week|level|question|number ..1 @age ..2 today|tomorrow',
      'on|to|at page|chapter|question|level|week @age',
    ],
  },
  {
    ...sources,
    ruleId: 'PII-IDENTITY.NAME',
    category: 'full-name',
    because: 'First and last name together; peers see pseudonyms only (COPPA 312.2; Childline bans surnames).',
    says: [
      'my|mi ..1 full|real|actual|legal|government|whole|completo|first_and_last|irl name|nombre ..2 is|es|s|: ..1 #word|#cap|#odd',
      'my|mi name|nombre is|s|es ..1 #cap|#odd #cap|#odd',
      'my|mi ..1 last|sur|second|family|apellido name|names|es ..1 is|s|es? ..1 #cap|#odd|#word',
      'im|i_am|its|me_llamo|soy|call_me #cap #cap ..4 from|born|and|year|age|at|i_live|birthday|aged|de|#num|by_the_way|btw',
      'me_llamo #cap|#odd #cap|#odd',
    ],
    hints: ['my surname|lastname|apellido|last_name|mi_apellido is|es|s ..1 #word', 'mi_apellido es'],
    unless: [
      'file|domain|variable|function|project|team|character|user|class|group|band|dog|cat|brand name',
      'full|real|last name ..2 of ..1 the|a|this',
      '@fiction ..4 name',
    ],
  },
  {
    ...sources,
    ruleId: 'PII-IDENTITY.CREDENTIAL',
    category: 'credential',
    because: 'A password shared is an account lost, and asking for one is a known grooming and fraud step.',
    says: [
      'my|mi|the|our|his|her|your|ur|a ..4 @secretword ..6 is|its|es|=|s|: ..1 #handle|#odd|#num|#word|#cap|#clock|#flat',
      'my|the ..3 @secretword #sep',
      '@secretword ..1 is|es|= ..2 #handle|#num|#odd',
      '@secretword ..4 #handle',
      'use|heres|here_is|take|try|have|got|this_is|aqui_esta|tell|share|using ..1 my ..3 @secretword|account_login',
      'whats|what_is|gimme|give_me|send_me|tell_me|share|need|can_i_have|wats|dame|cual_es ..2 your|ur|the|tu|yr ..3 @secretword',
      'whats|what|send|tell|give ..3 code|pin ..4 sent|texted|got|messaged|came|arrived|your_phone|ur_phone',
      'mine|code|it is|was|s #num ..3 log|logging|login|sign|verify',
    ],
    hints: [
      'code|pin ..5 #num ..4 log|logging|login|sign|verify',
      'log|login|sign into|in_to|in|to ..2 my|ur|your account|insta|snap|roblox|email ..5 password|pw|its|is',
    ],
    unless: [
      'password|passwords|pin|pass|login|passcode ..3 validation|reset|manager|hash|hashing|field|input|form|strength|policy|strong|length|should|must|checker|generator|page|security|hashes|salted|cracking|forgot',
      'strong|good|safe|secure|hash|forgot|forget|reset|change|changed|lost|salt|hashed|remember|never_share|dont_share|never_give|dont_post|never_tell|weak|encrypt ..4 @secretword',
      'safety|pin|pass|passing|rolling|hall|boarding pin|pass|grade|score|board',
      '@secretword ..3 is ..1 wrong|not_working|too|incorrect|not|required|case|the_most|a|an|stored|never|at_least|invalid|the|important|broken|down|full|closed|hard|easy|next',
      'pass|login|sign_in|log_in ..2 the|page|button|issue|problem|rate|mark|a|on|my_driving|exam|test|time|screen|your',
      'pass my',
      'my ..4 pass|pin ..2 is ..1 good|great|better|accurate',
    ],
  },
  {
    ...sources,
    ruleId: 'PII-IDENTITY.NUMBER',
    category: 'government-id',
    because: 'Government-issued identifiers and payment numbers (COPPA 312.2 as amended 2025).',
    says: [
      'ssn|social_security|social_security_number|social_security_no|national_insurance|national_insurance_number|ni_number|nino|nhs_number|passport|passport_number|passport_no|driving_licence|drivers_license|driver_license|licence_number|license_number|student_id|id_number|medicare|dni|curp|nif|nie|credit_card|debit_card|card_number|bank_account|account_number|sort_code|iban|cvv|numero_de_seguro|aadhaar|tax_id|insurance_number|student_number|id_card_number|routing_number|seguridad_social|pasaporte ..5 #num|#short|#handle|#flat|#ord|#long|#coded',
      'my_social ..2 #num',
      'whats|what_is|send|give|tell|need|dame ..4 your|ur|tu ssn|social_security|passport|passport_number|id_number|card_number|bank_account|cvv|card_details|bank_details|credit_card|account_number|sort_code|national_insurance|dni',
    ],
    unless: [
      'passport|credit_card|card|bank ..5 office|photo|costs|fee|interest|debt|size|page|weeks|days',
      'credit_card ..4 percent|apr|interest|age|at',
    ],
  },
);

import type { SupportResource } from '#forum';

/** What a service is good for. */
export type HelpTopic = 'SELF_HARM' | 'ABUSE' | 'DANGER' | 'BULLYING' | 'GROOMING';

export interface Service extends SupportResource {
  /** Empty: for whatever it is. */
  topics: readonly HelpTopic[];
  /** Youngest and oldest whom it is made for, in years; left out where it is for everybody. */
  from?: number;
  to?: number;
}

const anything: readonly HelpTopic[] = [];
/** Where services for children end and those for adults begin; both countries' children's lines count in whole years. */
const child = { to: 18 };
const adult = { from: 18 };

/** The emergency number of a country, and its services in the order in which they are offered. */
export interface Country {
  emergency: Service;
  services: readonly Service[];
}

const emergency = (phone: string, url: string, title = 'In danger right now: emergency services'): Service => ({
  title,
  url,
  phone,
  topics: ['DANGER'],
});

/**
 * Crisis services by country, looked up on the services' own pages; free to call and, unless the title says otherwise,
 * open day and night. Numbers are as one dials them there. Sources, by country:
 * GB childline.org.uk, samaritans.org, giveusashout.org, nspcc.org.uk, ceop.police.uk, papyrus-uk.org ·
 * US 988lifeline.org, childhelphotline.org, crisistextline.org, missingkids.org (18 USC 2258A reports) ·
 * IE ispcc.ie/childline, samaritans.org/ireland, textaboutit.ie, gov.ie (112 and 999), hotline.ie ·
 * ES anar.org (116 111), sanidad.gob.es/linea024, incibe.es/linea-de-ayuda-en-ciberseguridad (017) ·
 * DE nummergegenkummer.de, telefonseelsorge.de, hilfe-telefon-missbrauch.online, juuuport.de ·
 * FR allo119.gouv.fr, 3114.fr, e-enfance.org (3018) · elsewhere findahelpline.com, 112 by ETSI and ITU-T E.161.1.
 */
export const countries: Readonly<Record<string, Country>> = {
  GB: {
    emergency: emergency('999', 'https://www.gov.uk/guidance/999-and-112-the-uks-national-emergency-numbers'),
    services: [
      { title: 'Childline', url: 'https://www.childline.org.uk', phone: '0800 1111', topics: anything, ...child },
      {
        title: 'Samaritans',
        url: 'https://www.samaritans.org',
        phone: '116 123',
        topics: ['SELF_HARM', 'DANGER'],
      },
      {
        title: 'Shout: text SHOUT to 85258',
        url: 'https://giveusashout.org',
        phone: '85258',
        topics: ['SELF_HARM', 'ABUSE', 'BULLYING'],
      },
      {
        title: 'NSPCC helpline, for adults who worry about a child',
        url: 'https://www.nspcc.org.uk/keeping-children-safe/reporting-abuse/',
        phone: '0808 800 5000',
        topics: ['ABUSE', 'GROOMING', 'DANGER'],
        ...adult,
      },
      {
        title: 'CEOP Safety Centre: report online sexual abuse',
        url: 'https://www.ceop.police.uk/Safety-Centre/',
        phone: null,
        topics: ['GROOMING'],
      },
      {
        title: 'Report Remove: take a nude image off the internet',
        url: 'https://www.childline.org.uk/remove',
        phone: null,
        topics: ['GROOMING'],
        ...child,
      },
    ],
  },
  US: {
    emergency: emergency('911', 'https://www.911.gov'),
    services: [
      {
        title: '988 Suicide & Crisis Lifeline: call or text 988',
        url: 'https://988lifeline.org',
        phone: '988',
        topics: ['SELF_HARM', 'DANGER'],
      },
      {
        title: 'Childhelp National Child Abuse Hotline: call or text',
        url: 'https://www.childhelphotline.org',
        phone: '1-800-422-4453',
        topics: ['ABUSE', 'GROOMING', 'DANGER'],
      },
      {
        title: 'Crisis Text Line: text HOME to 741741',
        url: 'https://www.crisistextline.org',
        phone: '741741',
        topics: anything,
      },
      {
        title: 'NCMEC CyberTipline: report online sexual abuse',
        url: 'https://report.cybertip.org',
        phone: '1-800-843-5678',
        topics: ['GROOMING'],
      },
      {
        title: 'Take It Down: take a nude image off the internet',
        url: 'https://takeitdown.ncmec.org',
        phone: null,
        topics: ['GROOMING'],
        ...child,
      },
      {
        title: 'StopBullying.gov',
        url: 'https://www.stopbullying.gov/resources/get-help-now',
        phone: null,
        topics: ['BULLYING'],
      },
    ],
  },
  IE: {
    emergency: emergency('112', 'https://www.gov.ie/en/service/call-112-or-999/', 'In danger right now: 112 or 999'),
    services: [
      { title: 'Childline', url: 'https://www.childline.ie', phone: '1800 66 66 66', topics: anything, ...child },
      {
        title: 'Text About It: text HELLO to 50808',
        url: 'https://www.textaboutit.ie',
        phone: '50808',
        topics: ['SELF_HARM', 'ABUSE', 'BULLYING'],
      },
      {
        title: 'Samaritans',
        url: 'https://www.samaritans.org/ireland/',
        phone: '116 123',
        topics: ['SELF_HARM', 'DANGER'],
      },
      {
        title: 'Tusla: tell about a child at risk',
        url: 'https://www.tusla.ie/children-first/',
        phone: null,
        topics: ['ABUSE', 'GROOMING', 'DANGER'],
        ...adult,
      },
      {
        title: 'Hotline.ie: report online sexual abuse',
        url: 'https://www.hotline.ie',
        phone: null,
        topics: ['GROOMING'],
      },
    ],
  },
  ES: {
    emergency: emergency('112', 'https://www.112.es', 'En peligro ahora: emergencias'),
    services: [
      {
        title: 'ANAR, ayuda a niños y adolescentes',
        url: 'https://www.anar.org',
        phone: '116 111',
        topics: anything,
        ...child,
      },
      {
        title: 'Línea 024, conducta suicida',
        url: 'https://www.sanidad.gob.es/linea024/home.htm',
        phone: '024',
        topics: ['SELF_HARM', 'DANGER'],
      },
      {
        title: 'INCIBE 017, ayuda en internet (8:00 a 23:00)',
        url: 'https://www.incibe.es/linea-de-ayuda-en-ciberseguridad',
        phone: '017',
        topics: ['GROOMING', 'BULLYING'],
      },
    ],
  },
  DE: {
    emergency: emergency('112', 'https://www.bbk.bund.de', 'Gefahr in diesem Moment: Notruf 112, Polizei 110'),
    services: [
      {
        title: 'Nummer gegen Kummer, Kinder- und Jugendtelefon (Mo–Sa 14–20 Uhr)',
        url: 'https://www.nummergegenkummer.de',
        phone: '116 111',
        topics: anything,
        ...child,
      },
      {
        title: 'TelefonSeelsorge',
        url: 'https://www.telefonseelsorge.de',
        phone: '116 123',
        topics: ['SELF_HARM', 'DANGER', 'ABUSE'],
      },
      {
        title: 'Hilfe-Telefon Sexueller Missbrauch (werktags)',
        url: 'https://www.hilfe-telefon-missbrauch.online',
        phone: '0800 22 55 530',
        topics: ['ABUSE', 'GROOMING'],
      },
      {
        title: 'JUUUPORT, Beratung im Netz',
        url: 'https://www.juuuport.de',
        phone: null,
        topics: ['BULLYING', 'GROOMING'],
      },
    ],
  },
  FR: {
    emergency: emergency('112', 'https://www.service-public.fr', 'En danger maintenant : urgences 112, SMS au 114'),
    services: [
      {
        title: 'Allô Enfance en Danger',
        url: 'https://www.allo119.gouv.fr',
        phone: '119',
        topics: ['ABUSE', 'DANGER', 'GROOMING'],
      },
      {
        title: '3114, prévention du suicide',
        url: 'https://3114.fr',
        phone: '3114',
        topics: ['SELF_HARM', 'DANGER'],
      },
      {
        title: '3018, harcèlement et violences numériques (9 h à 23 h)',
        url: 'https://e-enfance.org',
        phone: '3018',
        topics: ['BULLYING', 'GROOMING'],
      },
    ],
  },
};

/** Where we know no service: the number that GSM networks route to the local emergency services, and a directory of lines. */
export const elsewhere: Country = {
  emergency: emergency('112', 'https://findahelpline.com', 'In danger right now: your local emergency number, or 112'),
  services: [{ title: 'Find A Helpline', url: 'https://findahelpline.com', phone: null, topics: anything }],
};

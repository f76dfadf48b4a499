/** What a lead is told of that is no case. */
export enum LeadNoticeAbout {
  /** Something in the queue is late. */
  OVERDUE = 'OVERDUE',
  /** An administrator reads the board of a pair. */
  BREAK_GLASS = 'BREAK_GLASS',
  /** A lead lifted the stop of a match or person although a case about it is open. */
  STOP_LIFTED = 'STOP_LIFTED',
  /** Somebody was appointed safeguarding lead, or begins as one. */
  NEW_LEAD = 'NEW_LEAD',
  /** A safeguarding lead is none any more. */
  LEAD_LEFT = 'LEAD_LEFT',
  /** Somebody stands in for the coordinator of a pair, or took the pair over. */
  COVER = 'COVER',
  /** A member of staff was warned, silenced, suspended or stopped. */
  STAFF_SANCTION = 'STAFF_SANCTION',
  /** Who is told of danger, and in which order, was set anew by somebody who is no lead. */
  ON_CALL_SET = 'ON_CALL_SET',
  /** A birth date was corrected by somebody who does not answer for this program. */
  AGE_CORRECTED = 'AGE_CORRECTED',
}

/** What a lead is told of that is no case. */
export enum LeadNoticeAbout {
  /** Something in the queue is late. */
  OVERDUE = 'OVERDUE',
  /** An administrator reads the board of a pair. */
  BREAK_GLASS = 'BREAK_GLASS',
  /** A lead lifted the stop of a match although a case about it is open. */
  STOP_LIFTED = 'STOP_LIFTED',
}

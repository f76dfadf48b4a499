/**
 * What one caller may ask for, the same on both transports. The figures are those of the public contract; a test or a
 * trusted deployment may pass others to `GraphqlServer`.
 */
export interface Limits {
  /** Bytes of an HTTP body; over it the answer is 413. */
  bodyBytes: number;
  /** Bytes of `variables` as JSON. */
  variablesBytes: number;
  /** Lexical tokens of a document. */
  tokens: number;
  /** Nested fields; fragments add none. */
  depth: number;
  /** The same below `__schema` and `__type`: the usual introspection query is 15 deep. */
  introspectionDepth: number;
  aliases: number;
  rootFields: number;
  directives: number;
  /** Fields that are written again with the same response name: comparing them pair by pair is quadratic. */
  repeats: number;
  /** Selections after fragments are written out; bounds the work of the checks themselves. */
  selections: number;
  /** Objects that a document can return, estimated from its page sizes. */
  nodes: number;
  nodesAnonymous: number;
  /** Root fields that may stand only once in an operation, because each use is costly (password hashing, reading a whole text). */
  onceFields: readonly string[];
  /** Page size assumed where a connection is asked for without `first` and `last`. */
  defaultPage: number;
  /** Sizes above this are refused by the field itself, with `INVALID_INPUT`, so they count as this. */
  maximumPage: number;
  /** Milliseconds from arrival to answer. */
  deadlineMs: number;
  /** Operations that run at the same time, and those that may wait for a place, in one process. */
  running: number;
  waiting: number;
  socket: SocketLimits;
}

export interface SocketLimits {
  frameBytes: number;
  initMs: number;
  perAccount: number;
  subscriptions: number;
  /** Messages in a window of time. */
  messages: number;
  messagesWindowMs: number;
  pingMs: number;
  /** How often it is asked whether the sessions of open sockets still live, behind the closing by event. */
  recheckMs: number;
  /** Bytes waiting to be sent: above the first the source is slowed, above the second the socket is closed (1013). */
  highWaterBytes: number;
  bufferBytes: number;
  /** A reader that leaves more than the high-water mark unread for this long is closed (1013). */
  stalledMs: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 256 * 1024,
  variablesBytes: 64 * 1024,
  tokens: 2_000,
  depth: 14,
  introspectionDepth: 20,
  aliases: 30,
  rootFields: 20,
  directives: 30,
  repeats: 100,
  selections: 5_000,
  nodes: 5_000,
  nodesAnonymous: 1_000,
  onceFields: ['signIn', 'wordsToReconsider'],
  defaultPage: 20,
  maximumPage: 100,
  deadlineMs: 10_000,
  running: 40,
  waiting: 200,
  socket: {
    frameBytes: 64 * 1024,
    initMs: 3_000,
    perAccount: 10,
    subscriptions: 20,
    messages: 50,
    messagesWindowMs: 10_000,
    pingMs: 20_000,
    recheckMs: 30_000,
    highWaterBytes: 256 * 1024,
    bufferBytes: 1024 * 1024,
    stalledMs: 10_000,
  },
};

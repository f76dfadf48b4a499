/**
 * Port: how processes wake each other. A topic only says "something about this changed, look": what changed is read from
 * the database by whoever looks, under the rules for whoever asks. A lost wake-up costs time, never an event: listeners
 * look again by themselves every two seconds.
 */
export abstract class LiveBus {
  /** Wakes listeners here at once and those of other processes within milliseconds. Call after commit. */
  abstract wake(topic: string): void;
  /** @returns stops the listening. The topic `*` means: the bus was away for a while, look at everything. */
  abstract listen(listener: (topic: string) => void): () => void;
}

/** The topics in use, each with the id that it is about. */
export const liveTopics = {
  board: (boardId: string): string => `board:${boardId}`,
  session: (sessionId: string): string => `session:${sessionId}`,
  account: (accountId: string): string => `account:${accountId}`,
  notifications: (accountId: string): string => `notifications:${accountId}`,
  reviewQueue: (programId: string): string => `queue:${programId}`,
};

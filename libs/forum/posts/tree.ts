/**
 * Deepest level of a reply, the top being 0. A reply to a post at this level joins it there and keeps its `parent`.
 * Beyond a dozen levels nobody follows a conversation by indentation (Reddit folds at ten, Lemmy at eight); fifteen
 * leaves room, and keeps a tree path within 64 bytes.
 */
export const deepestLevel = 15;

/** Direct replies of one parent that a tree page unfolds; the rest is behind `moreReplies`. */
export const unfoldedReplies = 20;

/** Whole numbers by node: the feature a branch asks for, and its first child; a leaf has none. */
export const FEATURE = 0
export const CHILDREN = 1
export const LINKS = 2

/** Numbers by node. What has been learned of the targets follows from `TARGETS` on. */
export const THRESHOLD = 0
/** How much of what a branch predicts is its own, the rest being left to its child. */
export const SHARE = 1
/** The weight of the events that came by. */
export const SEEN = 2
/** The logarithm of the weight of what the node predicts by itself: the better, the higher. */
export const MERIT = 3
/** The same of the best that the tree below the node can do, averaged over its prunings. */
export const TREE_MERIT = 4
/** When the node came to be: a branch is younger than its children. */
export const TIME = 5
export const TARGETS = 6

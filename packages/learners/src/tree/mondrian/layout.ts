/** Whole numbers by node: the feature a branch asks for, and its first child; a leaf has none. */
export const FEATURE = 0
export const CHILDREN = 1
/** By which power of 2^256 odds are multiplied. */
export const POWER = 2
export const LINKS = 3

/** Numbers by node. What has been learned of the targets follows from `TARGETS` on. */
export const THRESHOLD = 0
/** How much of what a branch predicts is its own, the rest being left to its child. */
export const SHARE = 1
/** The weight of the events that came by. */
export const SEEN = 2
/** The logarithm of the weight of what the node predicts by itself: the better, the higher. */
export const MERIT = 3
/** With numbers: the same of the tree below the node, averaged over its prunings. */
export const TREE_MERIT = 4
/** With classes: the weight of a branch by that of the trees of its children. */
export const ODDS = 4
/** When the node came to be: a branch is younger than its children. */
export const TIME = 5
export const TARGETS = 6

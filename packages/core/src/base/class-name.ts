/** The name of a class in messages: `HoeffdingTreeClassifier` of `tree.HoeffdingTreeClassifier`. */
export function shortName(cls: { readonly id: string }): string {
  return cls.id.slice(cls.id.lastIndexOf('.') + 1)
}

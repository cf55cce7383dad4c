/** Levels of a category path as feeds and pages spell it, such as `A > B`, `A | B` or `A » B`, from general to special. */
export function categoryLevels(text: string): readonly string[] {
  return text.split(/\s*[>›»|→]+\s*/);
}

/** Tells which paths stand in the category that a page names: by the name of one level, or by several as feeds spell paths. */
export function categoryFilter(named: string): (path: readonly string[]) => boolean {
  const levels = categoryLevels(named);
  return (path) => levels.every((level) => path.includes(level));
}

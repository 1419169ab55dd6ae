/** Whether a tag of a template has been begun and not closed: somebody is in the middle of typing it. */
export function hasOpenTag(template: string): boolean {
  return /\{[{%](?:(?![}%]\}|\{[{%])[^])*(?:$|\{[{%])/.test(template)
}

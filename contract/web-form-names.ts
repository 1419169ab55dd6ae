/** What a form says of itself under these names is no answer: no field is called so, nor `utm_…`. */
const ownFormNames = new Set([
  'submission',
  'stamp',
  'proof',
  'page',
  'referrer',
  'website',
  'consent',
  'constructor',
])
export const isFreeFieldId = (id: string): boolean => !ownFormNames.has(id) && !id.startsWith('utm_')

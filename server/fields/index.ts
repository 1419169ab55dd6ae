/** The front door: fields the desk added to its cards, and what may stand in them. */
export { type ChangedValues, changeValues, fieldProblem } from './change-values.ts'
export { createField, type NewField } from './create-field.ts'
export { missingFields } from './missing-fields.ts'
export { listFields } from './queries.ts'
export { fieldRoutes } from './routes.ts'

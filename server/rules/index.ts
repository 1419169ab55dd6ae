/** The front door: what happens to tickets by itself, and why. */
export { createRule } from './arrange/create-rule.ts'
export { createRuleGroup } from './arrange/rule-groups.ts'
export { updateRule } from './arrange/update-rule.ts'
export { ruleCron, ruleTasks } from './jobs.ts'
export { ruleRoutes } from './routes.ts'
export { answerEvent } from './run/answer-event.ts'

/** The front door: who may come in, and who is who. */
export { type Actor, actorOf, agentActor } from './actor.ts'
export { createAuthenticate } from './authenticate.ts'
export { identityCron, identityTasks } from './jobs.ts'
export { agentByEmail, agentById, listAgentNames, listTeams, teamById } from './queries.ts'
export { watchRevocations } from './revocations.ts'
export { identityRoutes } from './routes.ts'
export { setUpFromEnvironment } from './set-up-from-environment.ts'

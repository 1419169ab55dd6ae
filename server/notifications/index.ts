export { liveRoutes } from './live.ts'

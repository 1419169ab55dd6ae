/** The front door: whose ticket it becomes, and who is here to take it. */
export { type AttendanceBook, openAttendance } from './attendance.ts'
export { routingCron, routingTasks } from './jobs.ts'
export { updateRoutingPolicy } from './policies.ts'
export { routingRoutes } from './routes.ts'
export { routeTicket, type Wish } from './route-ticket.ts'

/** The front door of the demo: a filled desk and the customers around it. Loaded by `npm start -- --demo` only. */
export { type Demo, startDemo } from './start-demo.ts'

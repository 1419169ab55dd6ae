/**
 * What a demo uses where nothing is said: a desk of its own, which only this machine can reach, and which tells a program
 * on this machine of its tickets.
 */
const demoDefaults = {
  DATA_DIR: './data/demo',
  HOST: '127.0.0.1',
  SMTP_HOST: '127.0.0.1',
  OUTGOING_PRIVATE_NETWORKS: '127.0.0.1',
}

/** The environment with the demo's defaults in the gaps; an empty variable is a gap. */
export function withDemoDefaults(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const filled = { ...environment }
  for (const [name, value] of Object.entries(demoDefaults)) filled[name] = environment[name]?.trim() || value
  return filled
}

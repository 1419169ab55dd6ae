import { type Logger, pino } from 'pino'

export type Log = Logger

/** One JSON line per fact on standard output; whatever could sign somebody in is cut out. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        '*.password',
        '*.token',
        '*.secrets',
        'headers["set-cookie"]',
      ],
      censor: '[cut]',
    },
  })
}

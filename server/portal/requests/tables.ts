interface CustomerFormTable {
  customer_id: number
  key: string
  /** What the form made, or changed. */
  ticket_id: number | null
  at: Date
}

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    customer_form: CustomerFormTable
  }
}

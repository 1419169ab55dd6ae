/** HTML that was cleaned, or that we wrote: a template shows it as it is. Everything else is escaped. */
export class TrustedHtml {
  readonly html: string

  constructor(html: string) {
    this.html = html
  }

  toString(): string {
    return this.html
  }
}

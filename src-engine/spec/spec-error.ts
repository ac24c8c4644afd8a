/** A spec that no network can be built or trained from; `path` is the JSON path of the culprit inside the network. */
export class SpecError extends Error {
  readonly path: string
  readonly hint: string
  constructor(path: string, message: string, hint: string) {
    super(message)
    this.name = 'SpecError'
    this.path = path
    this.hint = hint
  }
}

/** Much of Electron may be touched only after the application is ready. */
class Readiness {
  ready = false

  /** @throws {Error} when the application is not ready yet. */
  require(what: string): void {
    if (!this.ready) throw new Error(`${what} cannot be used before the app is ready`)
  }
}

export const readiness = new Readiness()

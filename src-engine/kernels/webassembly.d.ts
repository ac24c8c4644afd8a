/**
 * The two WebAssembly types that cross the engine's interface. The engine is compiled without the DOM's types; where those
 * are present these interfaces merge with them. Constructors are reached through `host.ts`.
 */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string
  }
  interface Memory {
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
}

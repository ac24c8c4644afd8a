/** What the engine uses of the global `WebAssembly`, which neither ES2024's nor Node's types declare. */
interface WebAssemblyConstructors {
  readonly Module: new (bytes: Uint8Array) => WebAssembly.Module
  readonly Instance: new (module: WebAssembly.Module, imports: object) => { readonly exports: unknown }
  readonly Memory: new (pages: { initial: number; maximum: number; shared: true }) => WebAssembly.Memory
}

const { WebAssembly: constructors } = globalThis as unknown as { WebAssembly: WebAssemblyConstructors }

export { constructors }

export const PAGE_BYTES = 65_536

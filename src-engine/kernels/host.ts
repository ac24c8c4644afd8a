/** What the engine uses of the global `WebAssembly`, which neither ES2024's nor Node's types declare. */
interface WebAssemblyConstructors {
  readonly Module: {
    new (bytes: Uint8Array): WebAssembly.Module
    exports(module: WebAssembly.Module): readonly { readonly name: string }[]
  }
  readonly Instance: new (module: WebAssembly.Module, imports: object) => { readonly exports: unknown }
  readonly Memory: new (pages: { initial: number; maximum: number; shared: boolean }) => WebAssembly.Memory
  validate(bytes: Uint8Array): boolean
}

const { WebAssembly: constructors } = globalThis as unknown as { WebAssembly: WebAssemblyConstructors }

export { constructors }

/** Pages and workers that are not isolated have none, even where kernels for it could be compiled. */
export const hasSharedMemory = (): boolean =>
  (globalThis as { readonly SharedArrayBuffer?: unknown }).SharedArrayBuffer !== undefined

export const PAGE_BYTES = 65_536

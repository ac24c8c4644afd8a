declare module '*.css'
declare module '@fontsource-variable/inter'
declare module '@fontsource-variable/jetbrains-mono'
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
interface Window {
  /** Put there by the preload of the desktop application; absent in a browser. */
  readonly glassbox?: import('../src-main/contract/desktop.ts').PreloadBridge
}

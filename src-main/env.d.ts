/** A worker, bundled by electron-vite; its default export is the path of the bundle. */
declare module '*?modulePath' {
  const path: string
  export default path
}
/** A file shipped beside the bundle; its default export is its path. */
declare module '*?asset' {
  const path: string
  export default path
}

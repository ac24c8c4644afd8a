import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { BridgeConnection } from '../api/bridge.ts'
import { connectionKey } from '../api/connection.ts'
import { desktopKey, desktopOver } from '../api/desktop.ts'
import { watchForeignRequests } from '../api/foreign-requests.ts'
import { openSocket, pageIsRefused, SocketConnection } from '../api/socket.ts'
import '../ui/base.css'
import App from './App.vue'
import { readAhead } from './read-ahead.ts'
import { createAppRouter } from './router.ts'

watchForeignRequests()

// In the desktop application the preload is the way to the other side, in a browser it is a socket.
const { glassbox } = window
const connection = glassbox ? new BridgeConnection(glassbox) : new SocketConnection(openSocket, pageIsRefused)
const router = createAppRouter()
const app = createApp(App)
  .use(createPinia())
  .use(router)
  .provide(connectionKey, connection)
  .provide(desktopKey, glassbox ? desktopOver(glassbox) : null)
// The first view is there with the frame around it, and the router follows the address from the first moment.
// No `await` of the module: the script of the view waits for this one.
void router.isReady().then(() => {
  app.mount('#app')
  void readAhead(router)
})

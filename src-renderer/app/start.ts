import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { connectionKey } from '../api/connection.ts'
import { watchForeignRequests } from '../api/foreign-requests.ts'
import { openSocket, pageIsRefused, SocketConnection } from '../api/socket.ts'
import '../ui/base.css'
import App from './App.vue'
import { createAppRouter } from './router.ts'

watchForeignRequests()

const router = createAppRouter()
const app = createApp(App)
  .use(createPinia())
  .use(router)
  .provide(connectionKey, new SocketConnection(openSocket, pageIsRefused))
// The first view is there with the frame around it, and the router follows the address from the first moment.
await router.isReady()
app.mount('#app')

import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { connectionKey } from '../api/connection.ts'
import { watchForeignRequests } from '../api/foreign-requests.ts'
import { openSocket, SocketConnection } from '../api/socket.ts'
import '../ui/base.css'
import App from './App.vue'
import { createAppRouter } from './router.ts'

watchForeignRequests()

createApp(App)
  .use(createPinia())
  .use(createAppRouter())
  .provide(connectionKey, new SocketConnection(openSocket))
  .mount('#app')

// The start link's page: keeps the key where only this origin, its port included, can read it, and goes on.
try {
  localStorage.setItem('glassbox.key', document.querySelector('meta[name="glassbox-key"]').content)
} finally {
  location.replace('/')
}

globalThis.SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  // Our own pages prove themselves with this header; the reference is one of them.
  requestInterceptor: (request) => {
    request.headers['X-Visavis'] = '1'
    return request
  },
})

import { createApp, defineComponent, h, onMounted, ref } from 'vue';
import { loadHomebird, type Homebird, type Recommendations } from 'homebird/vue';

/** Where the tag's folder is served, and what `homebird embed` would write into the line. */
const OPTIONS = { folder: '/tag/', shop: 'example', catalogue: '/catalogue/catalogue.json' };

const Product = defineComponent({
  props: { id: { type: String, required: true } },
  setup({ id }) {
    const alsoLiked = ref<Recommendations>();
    let homebird: Homebird | undefined;
    onMounted(async () => {
      homebird = await loadHomebird(OPTIONS);
      void homebird.track('view_item', { items: [{ item_id: id }] });
      alsoLiked.value = await homebird.recommend({ placement: 'product-related', item: id, count: 3 });
    });
    // In a template: <homebird-shelf placement="product-related" :item="id" count="4" />
    return () => h('main', [
      h('h1', id),
      h('button', { type: 'button', onClick: () => homebird?.track('add_to_cart', { items: [{ item_id: id, price: 19 }] }) }, 'Add to basket'),
      h('homebird-shelf', { placement: 'product-related', item: id, count: 4 }),
      h('ul', { id: 'own-shelf' }, alsoLiked.value?.items.map((item) => h('li', { key: item.id, 'data-homebird-item': item.id }, h('a', { href: `/p/${item.id}` }, item.id)))),
      h('homebird-privacy'),
    ]);
  },
});

const app = createApp(Product, { id: 'kettle-aarhus' });
// So that templates leave our elements to the browser.
app.config.compilerOptions.isCustomElement = (name) => name.startsWith('homebird-');
app.mount('#app');

import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { loadHomebird, type Homebird, type Recommendations } from 'homebird/react';

/** Where the tag's folder is served, and what `homebird embed` would write into the line. */
const OPTIONS = { folder: '/tag/', shop: 'example', catalogue: '/catalogue/catalogue.json' };

/** The tag's calls, once it has loaded. */
function useHomebird(): Homebird | undefined {
  const [homebird, setHomebird] = useState<Homebird>();
  useEffect(() => {
    loadHomebird(OPTIONS).then((loaded) => setHomebird(() => loaded), console.warn);
  }, []);
  return homebird;
}

function Product({ id }: { readonly id: string }) {
  const homebird = useHomebird();
  const [alsoLiked, setAlsoLiked] = useState<Recommendations>();
  useEffect(() => {
    void homebird?.track('view_item', { items: [{ item_id: id }] });
    void homebird?.recommend({ placement: 'product-related', item: id, count: 3 }).then(setAlsoLiked);
  }, [homebird, id]);
  return (
    <main>
      <h1>{id}</h1>
      <button type="button" onClick={() => void homebird?.track('add_to_cart', { items: [{ item_id: id, price: 19 }] })}>Add to basket</button>
      <homebird-shelf placement="product-related" item={id} count={4} />
      <ul id="own-shelf">{alsoLiked?.items.map((item) => <li key={item.id} data-homebird-item={item.id}><a href={`/p/${item.id}`}>{item.id}</a></li>)}</ul>
      <homebird-privacy />
    </main>
  );
}

const root = document.querySelector('#app');
if (root) createRoot(root).render(<StrictMode><Product id="kettle-aarhus" /></StrictMode>);

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Product } from '#core/catalogue';
import { formatCountOf, formatDay, Icon, loadJson } from '#page/frame';
import { Stars } from './card.tsx';
import { measure } from './measure.ts';

interface Review {
  readonly rating: number;
  readonly title: string;
  readonly text: string;
  readonly author: string;
  readonly dateIso: string;
}

/** Reviews before "Show all". */
const FIRST_REVIEWS = 4;
const RATINGS = [5, 4, 3, 2, 1] as const;
const WORDS: Readonly<Record<number, string>> = { 1: 'Poor', 2: 'Fair', 3: 'Fine', 4: 'Good', 5: 'Excellent' };

function parseReviews(json: unknown): Review[] | undefined {
  const list: unknown = typeof json === 'object' && json !== null && 'reviews' in json ? json.reviews : json;
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((entry: Partial<Review> | null) => {
    if (typeof entry?.rating !== 'number' || typeof entry.text !== 'string') return [];
    return [{ rating: entry.rating, title: String(entry.title ?? ''), text: entry.text, author: String(entry.author ?? ''), dateIso: String(entry.dateIso ?? '') }];
  });
}

function Summary({ product, reviews }: { product: Product; reviews: readonly Review[] }): JSX.Element | null {
  const rating = product.rating ?? (reviews.length > 0 ? reviews.reduce((sum, review) => sum + review.rating, 0) / reviews.length : undefined);
  if (rating === undefined) return <p class="soft">No reviews yet. Be the first to say what it is like.</p>;
  const most = Math.max(1, ...RATINGS.map((stars) => reviews.filter((review) => review.rating === stars).length));
  return (
    <div class="review-summary">
      <p class="big-rating number">{rating.toFixed(1)}</p>
      <Stars rating={rating} size={20} />
      {product.ratingCount !== undefined && <p class="small soft number">{formatCountOf(product.ratingCount, 'rating')}</p>}
      {product.ratingCount !== undefined && reviews.length > 0 && <p class="small soft">Stars of the {formatCountOf(reviews.length, 'rating')} below that came with words:</p>}
      {reviews.length > 0 && (
        <dl class="review-bars small">
          {RATINGS.map((stars) => {
            const count = reviews.filter((review) => review.rating === stars).length;
            return <div key={stars}><dt>{stars} <span class="hidden-text">stars</span></dt><dd><progress max={most} value={count} aria-label={`${stars} stars`} /><span class="soft number">{count}</span></dd></div>;
          })}
        </dl>
      )}
    </div>
  );
}

function ReviewForm({ product, add }: { product: Product; add: (review: Review) => void }): JSX.Element {
  const [rating, setRating] = useState(0);
  const [isSent, setSent] = useState(false);
  const [isWrong, setWrong] = useState(false);
  if (isSent) return <p class="chip good"><Icon name="check" size={16} />Thank you. Your review stands below.</p>;
  const submit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    setWrong(rating === 0);
    if (rating === 0) return;
    const data = new FormData(event.currentTarget);
    add({ rating, title: WORDS[rating] ?? '', text: String(data.get('text') ?? '').trim(), author: 'You', dateIso: new Date().toISOString() });
    measure.review(product, rating);
    setSent(true);
  };
  return (
    <form class="review-form card" onSubmit={submit} data-homebird-ignore>
      <fieldset class="star-choice">
        <legend>Your rating</legend>
        <div class="star-row">
          {[1, 2, 3, 4, 5].map((stars) => (
            <label key={stars} class={stars <= rating ? 'star is-on' : 'star'}>
              <input type="radio" name="rating" value={stars} checked={stars === rating} onChange={() => setRating(stars)} />
              <span class="hidden-text">{stars} stars, {WORDS[stars]}</span>
              <svg width="28" height="28" viewBox="0 0 20 20" aria-hidden="true"><path d="m10 1.8 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8Z" /></svg>
            </label>
          ))}
          <span class="soft small" aria-hidden="true">{WORDS[rating] ?? ''}</span>
        </div>
        {isWrong && <p class="wrong small" role="alert">Choose one to five stars</p>}
      </fieldset>
      <div class="field"><label for="review-text">What is it like? (optional)</label><textarea class="input" id="review-text" name="text" maxLength={1000} /></div>
      <p class="small soft">The words stay on this page. Only the number of stars is kept, on your device and if you allowed it.</p>
      <button type="submit" class="button">Post review</button>
    </form>
  );
}

function ReviewItem({ review }: { review: Review }): JSX.Element {
  return (
    <li class="review">
      <div class="review-head"><Stars rating={review.rating} size={15} /><strong>{review.title}</strong></div>
      {review.text && <p>{review.text}</p>}
      <p class="small soft">{review.author}{review.dateIso && `, ${formatDay(Date.parse(review.dateIso))}`}</p>
    </li>
  );
}

/** What buyers say, and a form to join them. */
export function Reviews({ product }: { product: Product }): JSX.Element {
  const [reviews, setReviews] = useState<readonly Review[]>([]);
  const [areAllShown, showAll] = useState(false);
  const [isWriting, setWriting] = useState(false);
  useEffect(() => {
    let isHere = true;
    setReviews([]);
    // A feed says how a product is rated, never in which words: then the list is empty.
    if (product.rating !== undefined) void loadJson(`/product-reviews/${encodeURIComponent(product.id)}.json`, parseReviews).then((loaded) => isHere && loaded.ok && setReviews(loaded.value));
    return () => {
      isHere = false;
    };
  }, [product]);
  const shown = areAllShown ? reviews : reviews.slice(0, FIRST_REVIEWS);
  return (
    <section class="section reviews" id="reviews" aria-labelledby="reviews-title">
      <div class="review-side">
        <h2 id="reviews-title">Reviews</h2>
        <Summary product={product} reviews={reviews} />
        {reviews.some((review) => review.author !== 'You') && <p class="small soft">The reviews of this demonstration shop are made up.</p>}
        {!isWriting && <button type="button" class="button plain" onClick={() => setWriting(true)}>Write a review</button>}
      </div>
      <div class="review-main">
        {isWriting && <ReviewForm product={product} add={(review) => setReviews([review, ...reviews])} />}
        <ul class="review-list">{shown.map((review, i) => <ReviewItem key={i} review={review} />)}</ul>
        {reviews.length > shown.length && <button type="button" class="button plain" onClick={() => showAll(true)}>Show all {reviews.length} reviews</button>}
      </div>
    </section>
  );
}

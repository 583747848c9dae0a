//! Paged lists: the parameters of a page, and the page as clients get it.

use crate::call::{Call, DEFAULT_LIMIT, List, sealer};
use portico_domain::error::Error;
use portico_domain::paging::{Page, PageRequest};

/// A query with the parameters of a page; [`crate::list_query!`] makes one.
pub trait PageQuery {
    /// Number of items on a page.
    fn limit(&self) -> Option<u32>;
    /// Cursor of the page to continue after.
    fn cursor(&self) -> Option<&str>;
}

/// Declares the query of a paged list: its own filters, and `limit` and `cursor`.
#[macro_export]
macro_rules! list_query {
    ($(#[$doc:meta])* pub struct $name:ident { $($(#[$field_doc:meta])* pub $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, serde::Deserialize, utoipa::ToSchema, utoipa::IntoParams)]
        #[serde(deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
            /// Number of items on a page.
            #[schema(minimum = 1, maximum = 100)]
            #[param(minimum = 1, maximum = 100)]
            pub limit: Option<u32>,
            /// Cursor of the page to continue after.
            #[schema(max_length = 2000)]
            #[param(max_length = 2000)]
            pub cursor: Option<String>,
        }

        impl $crate::PageQuery for $name {
            fn limit(&self) -> Option<u32> {
                self.limit
            }
            fn cursor(&self) -> Option<&str> {
                self.cursor.as_deref()
            }
        }
    };
}

crate::list_query! {
    /// Parameters of a paged list.
    pub struct PageParams {}
}

/// A page that is asked for, of one list of one caller. Its cursors lead into no other list.
#[derive(Clone, Debug)]
pub struct Paged {
    request: PageRequest,
    context: String,
}

impl<P, I> Call<P, I> {
    /// The page that a query asks for, of the list that `filter` describes.
    pub fn paged(&self, query: &impl PageQuery, filter: &str) -> Result<Paged, Error> {
        let context = self.list_context(filter);
        let after = query.cursor().map(|cursor| sealer()?.open(cursor, &context)).transpose()?;
        Ok(Paged { request: PageRequest { limit: query.limit().unwrap_or(DEFAULT_LIMIT), after }, context })
    }
}

impl Paged {
    /// Limits the page to at most `limit` items.
    pub fn at_most(mut self, limit: u32) -> Self {
        self.request.limit = self.request.limit.min(limit);
        self
    }

    /// The request, for a port.
    pub fn request(&self) -> PageRequest {
        self.request.clone()
    }

    /// The page as clients get it.
    pub fn list<T, U>(&self, page: Page<T>, view: impl FnMut(T) -> U) -> Result<List<U>, Error> {
        let next_cursor = page.next.as_ref().map(|next| sealer()?.seal(next, &self.context)).transpose()?;
        Ok(List { items: page.items.into_iter().map(view).collect(), next_cursor })
    }
}

impl<T> List<T> {
    /// A list that is one page.
    pub fn whole(items: impl IntoIterator<Item = T>) -> Self {
        Self { items: items.into_iter().collect(), next_cursor: None }
    }
}

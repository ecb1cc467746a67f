"""The least a Streamlit page can do: what every page costs that does nothing."""

import streamlit as st

st.title("x")

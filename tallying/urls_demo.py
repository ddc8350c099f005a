"""Addresses that exist in the demo only."""

from django.urls import path

from tallying.views import demo

urlpatterns = [path("demo/sign-in/<str:token>", demo.sign_in, name="demo_sign_in")]
